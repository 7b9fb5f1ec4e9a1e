# 3+3: every path of five doses with the package escalation, and their probabilities.
library(escalation)
truth <- c(0.05, 0.10, 0.25, 0.40, 0.55)
spent <- system.time({
  paths <- get_dose_paths(get_three_plus_three(num_doses = 5, allow_deescalate = TRUE),
                          cohort_sizes = rep(3, 10))
})[["elapsed"]]
more <- system.time(invisible(calculate_probabilities(paths, truth)))[["elapsed"]]
cat(sprintf("R escalation %s, paths of a 3+3\t%.3f\n", packageVersion("escalation"), spent))
cat(sprintf("R escalation %s, one scenario on them\t%.3f\n", packageVersion("escalation"), more))
