# CRM, power model: 1,000 simulated trials, target 0.25, five doses, 30 participants in cohorts of three.
library(dfcrm)
skeleton <- getprior(0.05, 0.25, 3, 5)
truth <- c(0.05, 0.10, 0.25, 0.40, 0.55)
spent <- system.time(invisible(capture.output(
  crmsim(truth, skeleton, 0.25, 30, 1, nsim = 1000, mcohort = 3, count = FALSE, seed = 1)
)))[["elapsed"]]
cat(sprintf("R dfcrm %s, crmsim, 1,000 trials\t%.3f\n", packageVersion("dfcrm"), spent))
