"""Prints the polynomials of Sources/CSumiKernels/Transcendental.inc. Needs mpmath (1.3 was used).

Each is a least-squares fit on Chebyshev nodes of the error that matters (a relative error of the function, not of the
polynomial), which stays within a factor of two of the best possible maximum.
"""
from mpmath import mp, mpf, mpc, cos, pi, exp, expm1, log, log1p, sin, erf, erfc, sqrt, matrix, lu_solve

mp.dps = 50


def fit(name, g, weight, low, high, degree, argument=lambda x: x, precision=24):
    """P(argument(x)) ~ g(x), least squares of weight(x) * (P - g) on Chebyshev nodes of [low, high]."""
    low, high = mpf(low), mpf(high)
    nodes = 20 * (degree + 1)
    xs = [(low + high) / 2 + (high - low) / 2 * cos(pi * (2 * i + 1) / (2 * nodes)) for i in range(nodes)]
    xs = [x for x in xs if abs(x) > mpf(10) ** -9]
    rows = matrix(len(xs), degree + 1)
    right = matrix(len(xs), 1)
    for i, x in enumerate(xs):
        w, t = weight(x), argument(x)
        right[i] = w * g(x)
        for j in range(degree + 1):
            rows[i, j] = w * t**j
    coefficients = lu_solve(rows, right)
    worst = max(abs(weight(x) * (sum(coefficients[j] * argument(x) ** j for j in range(degree + 1)) - g(x))) for x in xs)
    suffix = "f" if precision == 24 else ""
    digits = 9 if precision == 24 else 17
    print(f"// {name}: [{mp.nstr(low, 6)}, {mp.nstr(high, 6)}], relative error 2^{mp.nstr(log(worst) / log(2), 3)}")
    print("    " + ", ".join(mp.nstr(c, digits) + suffix for c in coefficients) + ",")


half = log(2) / 2
fit("(exp(x) - 1 - x) / x^2", lambda x: (expm1(x) - x) / x**2, lambda x: x**2 / abs(expm1(x)), -half * 1.01, half * 1.01, 5)
fit("(log(1 + x) - x + x^2 / 2) / x^3", lambda x: (log1p(x) - x + x**2 / 2) / x**3, lambda x: x**3 / log1p(x),
    sqrt(mpf(0.5)) - 1, sqrt(mpf(2)) - 1, 8)
fit("(sin(x) - x) / x^3 in x^2", lambda x: (sin(x) - x) / x**3, lambda x: x**3 / sin(x), 0, pi / 4 * 1.01, 3, lambda x: x * x)
fit("(cos(x) - 1 + x^2 / 2) / x^4 in x^2", lambda x: (cos(x) - 1 + x**2 / 2) / x**4, lambda x: x**4 / cos(x), 0,
    pi / 4 * 1.01, 3, lambda x: x * x)
fit("erf(x) / x in x^2", lambda x: erf(x) / x, lambda x: x / erf(x), 0, 0.93, 6, lambda x: x * x)
# erfc(x) = exp(-x Q(x)): an error d of x Q changes erf by d erfc(x).
fit("-log(erfc(x)) / x", lambda x: -log(erfc(x)) / x, lambda x: x * erfc(x) / erf(x), 0.9, 3.95, 7)
fit("log2((1 + s) / (1 - s)) / s in s^2", lambda s: log((1 + s) / (1 - s)) / log(2) / s,
    lambda s: s / (log((1 + s) / (1 - s)) / log(2)), 0, 3 - 2 * sqrt(mpf(2)), 6, lambda s: s * s, 53)
fit("2^x", lambda x: exp(x * log(2)), lambda x: exp(-x * log(2)), -0.5, 0.5, 7, precision=53)
print(mp.nstr(1 / log(2), 20), mp.nstr(log(2), 25), mp.nstr(log(2) - mpf(355) / 512, 12), mp.nstr(2 / pi, 20), mp.nstr(pi/2, 30))
