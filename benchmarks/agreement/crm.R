# Estimates and skeletons of the R package dfcrm, and 2,000 simulated trials.
library(dfcrm)
where <- commandArgs(trailingOnly = TRUE)[1]
for (halfwidth in c(0.03, 0.05, 0.08)) for (model in c("empiric", "logistic"))
  cat("skeleton", halfwidth, model, getprior(halfwidth, 0.25, 3, 5, model = model), "\n")
skeleton <- c(0.08, 0.16, 0.25, 0.35, 0.46)
data <- as.matrix(read.csv(file.path(where, "data.csv"), header = FALSE))
for (model in c("empiric", "logistic")) for (method in c("bayes", "mle"))
  for (row in seq_len(nrow(data))) {
    n <- data[row, 1:5]; dlt <- data[row, 6:10]
    tox <- unlist(lapply(1:5, function(j) rep(c(1, 0), c(dlt[j], n[j] - dlt[j]))))
    found <- try(crm(skeleton, 0.25, tox, rep(1:5, n), model = model, method = method),
                 silent = TRUE)
    cat("crm", model, method, if (inherits(found, "try-error")) rep(NA, 5) else found$ptox, "\n")
  }
found <- crmsim(c(0.05, 0.10, 0.25, 0.40, 0.55), getprior(0.05, 0.25, 3, 5), 0.25, 30, 1,
                nsim = 2000, mcohort = 3, count = FALSE, seed = 11)
cat("oc", found$MTD, found$level, "\n")
