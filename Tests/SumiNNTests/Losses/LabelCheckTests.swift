import Sumi
import Testing

struct LabelCheckTests {
    private func message(_ loss: Loss, _ targets: Tensor, _ prediction: Shape) -> String? {
        Traced.error { try loss.check(targets: targets, predictionShape: prediction) }
    }

    @Test("whole numbers given to categorical cross-entropy name the sparse loss and toCategorical")
    func wholeNumbers() throws {
        for labels in [try Tensor([Int32(3), 1]), try Tensor([[Int32(3)], [1]])] {
            let text = try #require(message(.categoricalCrossentropy, labels, [1, 10]))
            #expect(text.contains("sparseCategoricalCrossentropy"))
            #expect(text.contains("toCategorical(classes: 10)"))
        }
    }

    @Test("a label outside of the classes names its index, its value and the range")
    func outOfRange() throws {
        let text = try #require(message(.sparseCategoricalCrossentropy, Tensor([UInt8(0), 9, 10, 11]), [1, 10]))
        #expect(text.contains("index 2") && text.contains("10") && text.contains("0..<10"))
        let negative = try #require(message(.sparseCategoricalCrossentropy, Tensor([Int32(0), -1]), [1, 10]))
        #expect(negative.contains("index 1") && negative.contains("-1"))
    }

    @Test("a label of a sequence names all its indices")
    func sequences() throws {
        let labels = try Tensor([[Int32(0), 1], [2, 5]])
        let text = try #require(message(.sparseCategoricalCrossentropy, labels, [1, 2, 3]))
        #expect(text.contains("index [1, 1]"))
    }

    @Test("the label of an ignored class may be anything")
    func ignoredClass() throws {
        let labels = try Tensor([Int32(0), -1, 255])
        #expect(
            message(.sparseCategoricalCrossentropy(ignoreClass: 255), labels, [1, 10])?.contains("index 1") == true)
        let fitting = try Tensor([Int32(0), 255])
        #expect(message(.sparseCategoricalCrossentropy(ignoreClass: 255), fitting, [1, 10]) == nil)
    }

    @Test("one-hot targets given to the sparse loss name the categorical one")
    func oneHot() throws {
        let text = try #require(message(.sparseCategoricalCrossentropy, Tensor([[Float(0), 1]]), [1, 2]))
        #expect(text.contains("categoricalCrossentropy"))
    }

    @Test("a label that is no whole number is told")
    func fractions() throws {
        let text = try #require(message(.sparseCategoricalCrossentropy, Tensor([Float(0), 1.5]), [1, 3]))
        #expect(text.contains("index 1") && text.contains("1.5"))
    }

    @Test("labels 1 for a single output name the binary loss")
    func singleOutput() throws {
        let text = try #require(message(.sparseCategoricalCrossentropy, Tensor([Int32(0), 1]), [1, 1]))
        #expect(text.contains("binaryCrossentropy"))
    }

    @Test("targets of binary cross-entropy are in 0...1 and have the output's shape")
    func binary() throws {
        #expect(try message(.binaryCrossentropy, Tensor([Float(0), 1]), [1, 1]) == nil)
        let signs = try #require(message(.binaryCrossentropy, Tensor([Float(1), -1]), [1, 1]))
        #expect(signs.contains("index 1") && signs.contains("hinge"))
        let classes = try #require(message(.binaryCrossentropy, Tensor([Int32(3)]), [1, 10]))
        #expect(classes.contains("sparseCategoricalCrossentropy"))
    }

    @Test("what fits passes")
    func fitting() throws {
        #expect(try message(.sparseCategoricalCrossentropy, Tensor([Int32(0), 9]), [1, 10]) == nil)
        #expect(try message(.sparseCategoricalCrossentropy, Tensor([[Int32(0)], [9]]), [1, 10]) == nil)
        #expect(try message(.categoricalCrossentropy, Tensor([[Float(0), 1]]), [1, 2]) == nil)
    }
}
