"""Writes noncentral-chi-square.json: both tails by the Poisson mixture of gamma tails at 60 digits (mpmath)."""
import json
from mpmath import mp, mpf, gammainc, exp, log, factorial, nstr, inf

mp.dps = 60

def tails(x, df, ncp):
    half, shape, mean = mpf(x) / 2, mpf(df) / 2, mpf(ncp) / 2
    low = up = mpf(0)
    weight = exp(-mean)
    j = 0
    while True:
        low += weight * gammainc(shape + j, 0, half, regularized=True)
        up += weight * gammainc(shape + j, half, inf, regularized=True)
        j += 1
        weight *= mean / j
        if j > mean and weight < mpf(10) ** -50 * min(low, up) and weight < mpf(10) ** -330: break
        if j > 6000: break
    return low, up

cases = []
for x, df, ncp in [(10, 5, 3), (85.3, 24, 60), (85.3, 24, 18.06), (0.5, 1, 0.1), (300, 24, 20), (1000, 24, 20), (3, 24, 40), (1500, 237, 1200), (1, 30, 400), (24, 24, 1e-6), (2500, 10, 1e3)]:
    low, up = tails(x, df, ncp)
    cases.append({"x": x, "df": df, "ncp": ncp, "lower": nstr(low, 20), "upper": nstr(up, 20)})
with open("tests/numeric/distributions/reference/noncentral-chi-square.json", "w") as file:
    json.dump(cases, file, indent=1)
    file.write("\n")
