"""P(X <= h, Y <= k) of the bivariate normal distribution at high precision: mpmath's integral of phi(x) Phi((k - rho x)/sqrt(1 - rho^2)) at 40 digits.

    python3 bivariate-normal.py
"""
import json
import os
from mpmath import mp, mpf, quad, ncdf, npdf, sqrt, nstr

mp.dps = 40
rows = []
for rho in ("-0.9999", "-0.97", "-0.93", "-0.9", "-0.5", "-0.1", "0", "0.05", "0.299", "0.6", "0.74", "0.92", "0.926", "0.95", "0.99", "0.999999"):
    for h, k in (("0", "0"), ("1.2", "-0.7"), ("-2.5", "-2.4"), ("0.3", "0.30001"), ("3.5", "1"), ("-4", "2"), ("-6", "-5.5"), ("1", "-1")):
        r, a, b = mpf(float(rho)), mpf(float(h)), mpf(float(k))
        c = sqrt(1 - r * r)
        turn = b / r if r != 0 else mpf(0)
        points = sorted({p for p in (mpf(-40), mpf(-12), turn - 8 * c, turn - c, turn, turn + c, turn + 8 * c, mpf(-3), a - 1, a) if -40 <= p <= a})
        value = quad(lambda x: npdf(x) * ncdf((b - r * x) / c), points, maxdegree=12)
        rows.append({"x": [float(a), float(b), float(r)], "value": nstr(value, 25)})
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "bivariate-normal.json"), "w", encoding="utf-8") as out:
    json.dump({"source": "bivariate-normal.py", "rows": rows}, out, indent=1)
