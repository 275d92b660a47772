# An index smoothed by mgcv, and its interval from species drawn again.
#
# Argument: a folder with logs.csv (species, years: logarithms of relative abundance) and picks.csv (resamples, species:
# the row of each species drawn). Left there: lines.csv and ends.csv (a row a year), and times.csv (seconds, then
# seconds of processor).

suppressMessages(library(mgcv))

folder <- commandArgs(trailingOnly = TRUE)[1]
table_of <- function(name) unname(as.matrix(read.csv(file.path(folder, name), header = FALSE)))
leave <- function(what, name) write.csv(what, file.path(folder, name), row.names = FALSE)

logs <- table_of("logs.csv")
picks <- table_of("picks.csv")

# Cubic P-splines with a piece for every other year, and thin plate splines of the same size.
year <- seq_len(ncol(logs)) - 1
pieces <- min(ncol(logs) %/% 2, 40)
knots <- list(year = seq(-3, pieces + 3) * max(year) / pieces)
p_spline <- function(index, ...) {
  gam(index ~ s(year, bs = "ps", k = pieces + 3, m = c(2, 2)), knots = knots, method = "REML", ...)
}
thin_plate <- function(index) gam(index ~ s(year, bs = "tp", k = pieces + 3), method = "REML")
from_nought <- function(line) line - line[1]
line_of <- function(model) from_nought(fitted(model))

seconds <- list()
timed <- function(name, work) {
  took <- system.time(answer <- work())
  seconds[[name]] <<- c(took[["elapsed"]], took[["user.self"]] + took[["sys.self"]])
  answer
}

index <- colMeans(logs)
invisible(p_spline(index)) # the first fit loads what the others find loaded
once <- timed("p_spline", function() p_spline(index))

# The likelihood may have two peaks, and mgcv climbs the one it is set down by.
smoother <- p_spline(index, in.out = list(sp = 1000, scale = once$sig2))
best <- if (smoother$gcv.ubre < once$gcv.ubre) smoother else once
lines <- cbind(p_spline = line_of(once), likelier_start = line_of(best), thin_plate = line_of(thin_plate(index)))
leave(lines, "lines.csv")

drawn_again <- function(fit) {
  lines <- t(apply(picks, 1, function(rows) fit(colMeans(logs[rows, ]))))
  t(apply(lines, 2, quantile, c(0.025, 0.975)))
}
ends <- cbind(
  drawn_again(from_nought),
  timed("anew", function() drawn_again(function(index) line_of(p_spline(index)))),
  drawn_again(function(index) line_of(p_spline(index, sp = best$sp)))
)
colnames(ends) <- paste(rep(c("raw", "anew", "alike"), each = 2), c("lower", "upper"), sep = "_")
leave(ends, "ends.csv")
leave(seconds, "times.csv")
