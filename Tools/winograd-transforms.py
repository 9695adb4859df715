"""Prints Sources/CSumiKernels/WinogradTransforms.inc: the one-dimensional transforms of Winograd's convolution by 3 taps.

    Tools/winograd-transforms.py > Sources/CSumiKernels/WinogradTransforms.inc

y = A' ((G g) * (B' d)): A, B and G follow from points at which polynomials are multiplied (Lavin and Gray, "Fast
algorithms for convolutional neural networks", CVPR 2016; Toom-Cook). A tile of n points gives n - 2 outputs from n
inputs. The last tile of a side may be smaller: its points are the first of the full tile's, and infinity. G is
normalised for the full tile; a smaller tile has the ratio of the normalisers in B', so that one transformed kernel
serves all. Every constant but those of G is a short binary fraction, so the other transforms round in their additions only.

0, +-3/4, +-3/2 has half of the error of the textbook's 0, +-1, +-2 for 6 points; for 8 points 0, +-1, +-2, +-1/2 was
the best of those tried.
"""
from fractions import Fraction

POINTS = {6: [Fraction(3, 4), Fraction(3, 2)], 8: [Fraction(1), Fraction(2), Fraction(1, 2)]}


def finite_points(full, n):
    """0, +a, -a, +b, ...: the n - 1 points that are not infinity."""
    points = [Fraction(0)]
    for p in POINTS[full]:
        points += [p, -p]
    return points[:n - 1]


def product_of(polynomials):
    result = [Fraction(1)]
    for p in polynomials:
        result = [sum(result[i] * p[k - i] for i in range(len(result)) if 0 <= k - i < len(p))
                  for k in range(len(result) + len(p) - 1)]
    return result


def normalisers(points):
    return [product_of([[p - q] for q in points if q != p])[0] for p in points] + [Fraction(1)]


def literal(x):
    return repr(float(x)) + "f"


def combination(terms):
    """A C expression; a unit coefficient goes first, so that the others are multiply-adds."""
    terms = sorted((t for t in terms if t[0] != 0), key=lambda t: 0 if t[0] == 1 else 1 if t[0] == -1 else 2)
    text = ""
    for c, x in terms:
        if not text:
            text = x if c == 1 else "-" + x if c == -1 else f"{literal(c)} * {x}"
        elif abs(c) == 1:
            text = f"({text} {'+' if c > 0 else '-'} {x})"
        else:
            text = f"({text} {'+' if c > 0 else '-'} {literal(abs(c))} * {x})"
    return text


def function(name, parameters, lines):
    print(f"INLINE void {name}({parameters}) {{")
    for line in lines:
        print("    " + line)
    print("}")


class Tile:
    """One size of tile among those that share a kernel transform."""

    def __init__(self, full, n):
        self.full, self.n, self.outputs = full, n, n - 2
        self.points = finite_points(full, n)
        self.pairs = (n - 2) // 2
        self.is_paired = n % 2 == 0
        ratio = [a / b for a, b in zip(normalisers(finite_points(full, full)), normalisers(self.points))]
        self.ratio = ratio[:n - 1]
        self.rows = []
        for i, p in enumerate(self.points):
            row = product_of([[-q, Fraction(1)] for j, q in enumerate(self.points) if j != i])
            self.rows.append([c * self.ratio[i] for c in row] + [Fraction(0)])
        self.rows.append(product_of([[-q, Fraction(1)] for q in self.points]))
        self.powers = [[p**j for j in range(self.outputs)] for p in self.points]
        self.powers.append([Fraction(0)] * (self.outputs - 1) + [Fraction(1)])

    def slot(self, i):
        return self.full - 1 if i == self.n - 1 else i

    def pair(self, even, odd, q, factor):
        factored = f"const vf even = {combination(even)}, odd = {combination(odd)};"
        plus, minus = combination([(1, "even"), (factor, "odd")]), combination([(1, "even"), (-factor, "odd")])
        return f"{{ {factored} v[{1 + 2 * q}] = {plus}; v[{2 + 2 * q}] = {minus}; }}"

    def sums(self, array):
        return [f"const vf s{q} = {array}[{1 + 2 * q}] + {array}[{2 + 2 * q}], "
                f"d{q} = {array}[{1 + 2 * q}] - {array}[{2 + 2 * q}];" for q in range(self.pairs)]

    def input(self):
        """v = B' d"""
        n, last = self.n, self.full - 1
        column = lambda i: [(self.rows[i][k], f"d[{k}]") for k in range(n)]
        if not self.is_paired:
            return [f"v[{self.slot(i)}] = {combination(column(i))};" for i in range(n)]
        lines = [f"v[0] = {combination(column(0))};", f"v[{last}] = {combination(column(n - 1))};"]
        for q in range(self.pairs):
            i, scale = 1 + 2 * q, self.points[1 + 2 * q] * self.ratio[1 + 2 * q]
            even = [(self.rows[i][k], f"d[{k}]") for k in range(0, n, 2)]
            odd = [(self.rows[i][k] / scale, f"d[{k}]") for k in range(1, n, 2)]
            lines.append(self.pair(even, odd, q, scale))
        return lines

    def input_gradient(self):
        """d = B v"""
        n, last = self.n, self.full - 1
        if not self.is_paired:
            return [f"d[{k}] = {combination([(self.rows[i][k], f'v[{self.slot(i)}]') for i in range(n)])};"
                    for k in range(n)]
        lines = self.sums("v")
        for k in range(n):
            terms = [(self.rows[1 + 2 * q][k], f"{'sd'[k % 2]}{q}") for q in range(self.pairs)]
            terms.append((self.rows[0][k], "v[0]") if k % 2 == 0 else (self.rows[n - 1][k], f"v[{last}]"))
            lines.append(f"d[{k}] = {combination(terms)};")
        return lines

    def output(self):
        """y = A' v"""
        if not self.is_paired:
            return [f"y[{j}] = {combination([(self.powers[i][j], f'v[{self.slot(i)}]') for i in range(self.n)])};"
                    for j in range(self.outputs)]
        lines = self.sums("v")
        for j in range(self.outputs):
            terms = [(POINTS[self.full][q]**j, f"{'sd'[j % 2]}{q}") for q in range(self.pairs)]
            terms += [(1, "v[0]")] if j == 0 else []
            terms += [(1, f"v[{self.full - 1}]")] if j == self.outputs - 1 else []
            lines.append(f"y[{j}] = {combination(terms)};")
        return lines

    def output_gradient(self):
        """v = A y"""
        lines = [f"v[0] = y[0]; v[{self.full - 1}] = y[{self.outputs - 1}];"]
        if not self.is_paired:
            return lines + [f"v[{i}] = {combination([(self.powers[i][j], f'y[{j}]') for j in range(self.outputs)])};"
                            for i in range(1, self.n - 1)]
        for q in range(self.pairs):
            p = POINTS[self.full][q]
            even = [(p**j, f"y[{j}]") for j in range(0, self.outputs, 2)]
            odd = [(p**(j - 1), f"y[{j}]") for j in range(1, self.outputs, 2)]
            lines.append(self.pair(even, odd, q, p))
        return lines


def kernel(full):
    """v = G g"""
    norm = normalisers(finite_points(full, full))
    lines = [f"v[0] = {literal(1 / norm[0])} * g[0]; v[{full - 1}] = g[2];"]
    for q, p in enumerate(POINTS[full]):
        scale = 1 / norm[1 + 2 * q]
        odd = f"{literal(scale * p)} * g[1]"
        lines.append(f"{{ const vf even = {literal(scale)} * g[0] + {literal(scale * p * p)} * g[2]; "
                     f"v[{1 + 2 * q}] = even + {odd}; v[{2 + 2 * q}] = even - {odd}; }}")
    return lines


def kernel_gradient(full):
    """g = G' v"""
    norm = normalisers(finite_points(full, full))
    pairs = [(q, p, 1 / norm[1 + 2 * q]) for q, p in enumerate(POINTS[full])]
    lines = [f"const vf s{q} = v[{1 + 2 * q}] + v[{2 + 2 * q}], d{q} = v[{1 + 2 * q}] - v[{2 + 2 * q}];" for q, _, _ in pairs]
    lines.append(f"g[0] = {combination([(1 / norm[0], 'v[0]')] + [(scale, f's{q}') for q, _, scale in pairs])};")
    lines.append(f"g[1] = {combination([(scale * p, f'd{q}') for q, p, scale in pairs])};")
    lines.append(f"g[2] = {combination([(1, f'v[{full - 1}]')] + [(scale * p * p, f's{q}') for q, p, scale in pairs])};")
    return lines


def choice(name, parameters, arguments, sizes):
    """A function that takes the number of points as a constant."""
    lines = []
    for full, n in sizes:
        condition = f"full == {full}" + ("" if n is None else f" && own == {n}")
        lines.append(f"if ({condition}) {name}_{full}{'' if n is None else f'_{n}'}({arguments});")
    own = "" if sizes[0][1] is None else "const int own, "
    function(name, f"const int full, {own}{parameters}", lines)


print("// Written by Tools/winograd-transforms.py; not to be edited. A function NAME_full_own serves tiles of `own` points whose")
print("// kernel was transformed for `full` points. Arrays of points hold 0, +a, -a, +b, ... from 0 on and infinity at full - 1.")
sizes = [(full, n) for full in POINTS for n in range(3, full + 1)]
families = [("transform_input", "const vf *d, vf *v", Tile.input), ("untransform_input", "const vf *v, vf *d", Tile.input_gradient),
            ("untransform_output", "const vf *v, vf *y", Tile.output), ("transform_output", "const vf *y, vf *v", Tile.output_gradient)]
for name, parameters, lines in families:
    print()
    for full, n in sizes:
        function(f"{name}_{full}_{n}", parameters, lines(Tile(full, n)))
    choice(name, parameters, ", ".join(p.split()[-1].strip("*") for p in parameters.split(",")), sizes)
for name, parameters, lines in [("transform_kernel", "const vf *g, vf *v", kernel), ("untransform_kernel", "const vf *v, vf *g", kernel_gradient)]:
    print()
    for full in POINTS:
        function(f"{name}_{full}", parameters, lines(full))
    choice(name, parameters, ", ".join(p.split()[-1].strip("*") for p in parameters.split(",")), [(f, None) for f in POINTS])
