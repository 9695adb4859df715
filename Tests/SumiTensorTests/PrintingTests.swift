import SumiTensor
import Testing

/// The expected texts are what NumPy 2.4.6 prints.
@Suite("Printing")
struct PrintingTests {
    @Test("whole numbers are aligned to the right")
    func wholeNumbers() throws {
        #expect(try Tensor([[1, -200], [30, 4]]).description == "[[   1 -200]\n [  30    4]]")
        #expect(try Tensor([true, false]).description == "[ true false]")
    }

    @Test(
        "floating point shows what tells the numbers apart, points below each other",
        arguments: [
            ([1, 2.5, 3.25], "[1.   2.5  3.25]"), ([0, 0], "[0. 0.]"), ([1e-5, 2.5e-3], "[1.0e-05 2.5e-03]"),
            ([0.123456789123, 1], "[0.12345679 1.        ]"), ([0.999999999, 0.5], "[1.  0.5]"),
            ([1e9, 1], "[1.e+09 1.e+00]"), ([1e10, -2e-10, 0], "[ 1.e+10 -2.e-10  0.e+00]"),
            ([123456.789, 123.1], "[1.23456789e+05 1.23100000e+02]"), ([1, 1000], "[   1. 1000.]"),
            ([1, 1001], "[1.000e+00 1.001e+03]"), ([1e-100, 1e100], "[1.e-100 1.e+100]"),
            ([-0.0, 0], "[-0.  0.]"), ([99999999.5], "[99999999.5]"),
            ([0.1, -20.25, .nan, .infinity], "[  0.1  -20.25    nan    inf]"),
        ] as [([Double], String)])
    func floatingPoint(values: [Double], text: String) throws {
        #expect(try Tensor(values).description == text)
    }

    @Test("float32 shows no more digits than it holds")
    func singlePrecision() throws {
        #expect(try Tensor([1.0 / 3, 2.0 / 3] as [Float]).description == "[0.33333334 0.6666667 ]")
        #expect(try Tensor(Float(0.1)).description == "0.1")
        #expect(try Tensor(7).description == "7")
    }

    @Test("long rows are broken and planes are kept apart")
    func layout() throws {
        #expect(
            try (Tensor.arange(40) * 1000).description == """
                [    0  1000  2000  3000  4000  5000  6000  7000  8000  9000 10000 11000
                 12000 13000 14000 15000 16000 17000 18000 19000 20000 21000 22000 23000
                 24000 25000 26000 27000 28000 29000 30000 31000 32000 33000 34000 35000
                 36000 37000 38000 39000]
                """)
        #expect(
            try Tensor.arange(8).reshaped(2, 2, 2).description == """
                [[[0 1]
                  [2 3]]

                 [[4 5]
                  [6 7]]]
                """)
        #expect(try Tensor.zeros([0, 3]).description == "[]")
    }

    @Test("of more than 1000 elements only the ends are shown")
    func summary() throws {
        #expect(try Tensor.arange(2000).description == "[   0    1    2 ... 1997 1998 1999]")
        #expect(
            try Tensor.arange(1200).reshaped(40, 30).description == """
                [[   0    1    2 ...   27   28   29]
                 [  30   31   32 ...   57   58   59]
                 [  60   61   62 ...   87   88   89]
                 ...
                 [1110 1111 1112 ... 1137 1138 1139]
                 [1140 1141 1142 ... 1167 1168 1169]
                 [1170 1171 1172 ... 1197 1198 1199]]
                """)
        #expect(try Tensor.arange(3000).reshaped(1500, 2).description.split(separator: "\n").count == 7)
    }

    @Test("the debugger also sees shape and type")
    func debugDescription() throws {
        #expect(try Tensor([1, 2]).debugDescription == "Tensor(shape: [2], int32)\n[1 2]")
    }
}
