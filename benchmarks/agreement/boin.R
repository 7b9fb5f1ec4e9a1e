# Boundaries, MTDs of given data, and 20,000 simulated trials of the R package BOIN.
library(BOIN)
where <- commandArgs(trailingOnly = TRUE)[1]
for (target in c(0.15, 0.20, 0.25, 0.30, 0.35, 0.40)) {
  found <- get.boundary(target = target, ncohort = 20, cohortsize = 3)
  cat("boundary", target, found$lambda_e, found$lambda_d, c(found$boundary_tab[2:4, ]), "\n")
}
data <- as.matrix(read.csv(file.path(where, "data.csv"), header = FALSE))
for (row in seq_len(nrow(data))) {
  found <- select.mtd(target = 0.3, npts = data[row, 1:5], ntox = data[row, 6:10])
  cat("mtd", found$MTD, "\n")
}
found <- get.oc(target = 0.30, p.true = c(0.05, 0.15, 0.30, 0.45, 0.60), ncohort = 10,
                cohortsize = 3, ntrial = 20000, seed = 11)
cat("oc", found$selpercent, found$npatients, found$percentstop, "\n")
