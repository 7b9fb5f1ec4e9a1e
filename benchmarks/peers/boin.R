# BOIN: 1,000 simulated trials, target 0.30, five doses, ten cohorts of three.
library(BOIN)
truth <- c(0.05, 0.15, 0.30, 0.45, 0.60)
spent <- system.time(invisible(capture.output(
  get.oc(target = 0.30, p.true = truth, ncohort = 10, cohortsize = 3, ntrial = 1000, seed = 1)
)))[["elapsed"]]
cat(sprintf("R BOIN %s, get.oc, 1,000 trials\t%.3f\n", packageVersion("BOIN"), spent))
