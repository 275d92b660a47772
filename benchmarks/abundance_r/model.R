# The state-space model of the index in JAGS, and how many independent draws its chains and those of another are worth.
#
# Arguments: a folder; "exact" where first values have no error, or "error"; "uniform" or "gamma", the prior of how far
# growth rates bend; draws to keep of each chain; draws to throw away. In the folder: logs.csv (species, years; NA where
# there is no value) and others.csv (draws, chains: the last year of the smooth index as another sampler drew it). Left
# there: drawn.csv (draws of all chains, years: the smooth index, 0 in the first year), worth.csv, and times.csv
# (seconds, then seconds of processor).

suppressMessages(library(rjags))
load.module("glm", quiet = TRUE) # draws what is normal in blocks

given <- commandArgs(trailingOnly = TRUE)
folder <- given[1]
here <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE)))
table_of <- function(name) unname(as.matrix(read.csv(file.path(folder, name), header = FALSE)))
leave <- function(what, name) write.csv(what, file.path(folder, name), row.names = FALSE)

logs <- table_of("logs.csv")
others <- table_of("others.csv")
steps <- ncol(logs) - 1

# A line and a thin plate spline of low rank (Ruppert, Wand and Carroll 2003, 13.5), knots at even quantiles of time.
at <- seq(-1, 1, length.out = steps)
count <- min(12, steps %/% 3)
knots <- quantile(at, seq_len(count) / (count + 1), names = FALSE)
apart <- svd(abs(outer(knots, knots, "-"))^3)
inverse_root <- apart$v %*% diag(1 / sqrt(apart$d)) %*% t(apart$u)
basis <- cbind(1, at, abs(outer(at, knots, "-"))^3 %*% inverse_root, deparse.level = 0)

years_of <- apply(!is.na(logs), 1, which, simplify = FALSE)
first <- sapply(years_of, min)
begins <- cbind(seq_along(first), first)
true <- matrix(NA_real_, nrow(logs), ncol(logs))
with_error <- logs
if (given[2] == "exact") {
  true[begins] <- logs[begins]
  with_error[begins] <- NA
}
known <- which(!is.na(with_error), arr.ind = TRUE)
data <- list(
  species = nrow(logs), columns = ncol(basis), basis = basis, first = first, last = sapply(years_of, max), true = true,
  values = nrow(known), seen = with_error[known], who = known[, 1], when = known[, 2]
)
prior <- if (given[3] == "gamma") "bent ~ dgamma(1.0E-6, 1.0E-6)" else "flexibility ~ dunif(0, 10)\n bent <- pow(flexibility, -2)"
text <- sub("# PRIOR", prior, paste(readLines(file.path(here, "model.jags")), collapse = "\n"))
starts <- lapply(seq_len(ncol(others)), function(chain) {
  list(spread = 0.1 * chain, error = 0.1 * chain, .RNG.name = "base::Mersenne-Twister", .RNG.seed = chain)
})
took <- system.time({
  model <- jags.model(textConnection(text), data, starts, ncol(others), quiet = TRUE)
  update(model, as.integer(given[5]), progress.bar = "none")
  found <- coda.samples(model, "growth", as.integer(given[4]), progress.bar = "none")
})
smooth <- lapply(found, function(chain) t(apply(chain, 1, cumsum)))
last_year <- as.mcmc.list(lapply(smooth, function(chain) mcmc(chain[, steps])))
theirs <- as.mcmc.list(lapply(seq_len(ncol(others)), function(chain) mcmc(others[, chain])))
leave(cbind(0, do.call(rbind, smooth)), "drawn.csv")
leave(data.frame(jags = effectiveSize(last_year), other = effectiveSize(theirs)), "worth.csv")
leave(data.frame(model = c(took[["elapsed"]], took[["user.self"]] + took[["sys.self"]])), "times.csv")
