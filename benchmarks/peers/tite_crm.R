# TITE-CRM: 1,000 simulated trials, target 0.25, five doses, 24 participants, fixed accrual of four per window.
library(dfcrm)
skeleton <- getprior(0.05, 0.25, 3, 5)
truth <- c(0.05, 0.10, 0.25, 0.40, 0.55)
spent <- system.time(invisible(capture.output(
  titesim(truth, skeleton, 0.25, 24, 1, nsim = 1000, obswin = 28, rate = 4, accrual = "fixed",
          count = FALSE, seed = 1)
)))[["elapsed"]]
cat(sprintf("R dfcrm %s, titesim, 1,000 trials\t%.3f\n", packageVersion("dfcrm"), spent))
