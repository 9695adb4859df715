import Sumi
import Testing

@Suite("Confusion matrix")
struct ConfusionMatrixTests {
    private let truth = try? Tensor([0, 1, 2, 2, 2, 0])
    private let prediction = try? Tensor([0, 2, 2, 2, 1, 0])

    @Test("rows are true classes and columns predicted ones")
    func cells() throws {
        let matrix = try ConfusionMatrix(#require(truth), #require(prediction))
        #expect(matrix.labels == [0, 1, 2])
        #expect(matrix.rows == [[2, 0, 0], [0, 0, 1], [0, 1, 2]])
        #expect(try matrix.tensor == Tensor([[2, 0, 0], [0, 0, 1], [0, 1, 2]]))
        #expect(matrix.isCount)
        #expect(matrix.accuracy == 4.0 / 6)
        #expect(matrix.confusions.map(\.truth) == [1, 2] && matrix.confusions.map(\.prediction) == [2, 1])
    }

    @Test("each normalization divides by its sums, and 0 by 0 is 0")
    func normalized() throws {
        let (truth, prediction) = try (#require(truth), #require(prediction))
        func rows(_ normalize: ConfusionMatrix.Normalization) throws -> [[Double]] {
            try ConfusionMatrix(truth, prediction, labels: [0, 1, 2, 3], normalize: normalize).rows
        }
        #expect(try rows(.byTrue) == [[1, 0, 0, 0], [0, 0, 1, 0], [0, 1.0 / 3, 2.0 / 3, 0], [0, 0, 0, 0]])
        #expect(try rows(.byPredicted) == [[1, 0, 0, 0], [0, 0, 1.0 / 3, 0], [0, 1, 2.0 / 3, 0], [0, 0, 0, 0]])
        #expect(try rows(.all).flatMap(\.self).reduce(0, +) == 1)
    }

    @Test("labels choose and order the classes; weights are added up")
    func labelsAndWeights() throws {
        let matrix = try ConfusionMatrix(
            #require(truth), #require(prediction), labels: [2, 0],
            sampleWeight: Tensor([0.5, 1, 2, 0.25, 1, 1.5]))
        #expect(matrix.rows == [[2.25, 0], [0, 2]])
        #expect(!matrix.isCount)
    }

    @Test("what cannot be counted is an error that says why")
    func errors() throws {
        let truth = try #require(truth)
        func message(_ body: () throws -> ConfusionMatrix) -> String {
            do { return "\(try body().rows)" } catch { return "\(error)" }
        }
        #expect(message { try ConfusionMatrix(truth, Tensor([1, 2])) }.contains("6 true classes, but 2 predicted"))
        #expect(message { try ConfusionMatrix(truth, Tensor([0.5, 1, 2, 2, 2, 0])) }.contains("0.5 at index 0"))
        #expect(message { try ConfusionMatrix(truth, .zeros([6, 3])) }.contains("argMax"))
        #expect(message { try ConfusionMatrix(truth, truth, labels: []) }.contains("empty"))
        #expect(message { try ConfusionMatrix(truth, truth, labels: [1, 1]) }.contains("twice"))
        #expect(message { try ConfusionMatrix(truth, truth, labels: [7]) }.contains("none of the labels"))
        #expect(message { try ConfusionMatrix(.zeros([0]), .zeros([0])) }.contains("no samples"))
        #expect(message { try ConfusionMatrix(truth, truth, sampleWeight: Tensor([1])) }.contains("1 sample weights"))
        #expect(
            message { try ConfusionMatrix(truth, truth, sampleWeight: Tensor([1, .nan, 1, 1, 1, 1])) }
                .contains("at index 1 is nan"))
    }

    @Test("a terminal shows names, cut to fit, and no codes unless colours are wanted")
    func terminal() throws {
        let matrix = try ConfusionMatrix(#require(truth), #require(prediction))
        let names = ["T-shirt/top", "裤子", "Pullover"]
        let text = matrix.terminalText(classNames: names)
        #expect(
            text == """
                            Predicted label
                True label   T-shirt/top         裤子     Pullover
                T-shirt/top            2            0            0
                裤子                   0            0            1
                Pullover               0            1            2

                """)
        #expect(!text.contains("\u{1B}"))
        let narrow = matrix.terminalText(classNames: names, columns: 40)
        #expect(narrow.split(separator: "\n").allSatisfy { $0.count <= 40 } && narrow.contains("T-shirt…"))
        let colored = matrix.terminalText(classNames: names, colors: true)
        #expect(colored.contains("\u{1B}[48;5;19;38;5;231m"))
        #expect(colored.replacing(/\x{1B}\[[0-9;]*m/, with: "").replacing(/[ ]+\n/, with: "\n") == text)
    }
}
