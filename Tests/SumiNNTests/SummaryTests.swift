import Sumi
import SumiNN
import Testing

/// Summaries, letter for letter those of Keras 3.15.1.
struct SummaryTests {
    private func wide(_ model: Model) -> Model {
        model.console = Console(isTerminal: false, columns: 100) { _ in }
        return model
    }

    private func mnist() -> Model {
        wide(
            Sequential {
                Input(28, 28, 1)
                Conv2D(32, kernelSize: 3, activation: .relu)
                MaxPooling2D(2)
                Conv2D(64, kernelSize: 3, activation: .relu)
                MaxPooling2D(2)
                Flatten()
                Dropout(0.5)
                Dense(10, activation: .softmax)
            })
    }

    private func twoInputs() -> Model {
        let image = Input(12, 12, 3, name: "image")
        let other = Input(4)
        let x = Conv2D(4, kernelSize: 3, padding: .same)(image)
        let sum = Add()(x, BatchNormalization()(x))
        let pooled = GlobalAveragePooling2D()(sum)
        let joined = Concatenate()(pooled, Dense(5).frozen()(other))
        let label = Dense(3, activation: .softmax).named("label")(joined)
        let score = Dense(1).named("score")(pooled)
        return wide(Model(inputs: [image, other], outputs: [label, score], name: "two_inputs"))
    }

    private func shared() -> Model {
        let left = Input(5, name: "left")
        let right = Input(5, name: "right")
        let encoder = Sequential(name: "encoder") {
            Input(5)
            Dense(6, activation: .relu)
            Dense(4)
        }
        let (a, b) = (encoder(left), encoder(right))
        let twice = Dense(8, activation: .relu).named("twice")
        let joined = Concatenate().named("concat")(Subtract()(a, b), Multiply()(a, b))
        return wide(Model(inputs: [left, right], outputs: Dense(1)(twice(twice(joined)))))
    }

    @Test("a Sequential's summary")
    func sequential() throws {
        #expect(try mnist().summaryText() == SummaryTexts.mnist)
        #expect(try mnist().summaryText(showTrainable: true) == SummaryTexts.mnistTrainable)
        #expect(try mnist().summaryText(lineLength: 60) == SummaryTexts.mnistNarrow)
    }

    @Test("once it has trained, the optimizer's numbers count")
    func trained() throws {
        let model = mnist()
        try model.compile(optimizer: .adam(), loss: .sparseCategoricalCrossentropy, engine: ReferenceEngine())
        #expect(try model.summaryText() == SummaryTexts.mnist)
        try model.trainOnBatch(try Tensor.zeros([2, 28, 28, 1]), try Tensor.zeros([2], as: .int32))
        #expect(try model.summaryText() == SummaryTexts.mnistTrained)
    }

    @Test("a model that does not know its input yet")
    func unbuilt() throws {
        let model = wide(
            Sequential(name: "later") {
                Dense(4)
                Dense(2)
            })
        #expect(try model.summaryText() == SummaryTexts.unbuilt)
    }

    @Test("a functional model shows what is connected to what")
    func functional() throws {
        #expect(try twoInputs().summaryText() == SummaryTexts.functional)
        #expect(try twoInputs().summaryText(showTrainable: true) == SummaryTexts.functionalTrainable)
        #expect(try twoInputs().summaryText(lineLength: 70) == SummaryTexts.functionalNarrow)
    }

    @Test("shared layers and nested models")
    func nested() throws {
        #expect(try shared().summaryText() == SummaryTexts.shared)
        #expect(try shared().summaryText(expandNested: true) == SummaryTexts.sharedExpanded)
    }

    @Test("a functional model without branches, open sizes and long names")
    func linear() throws {
        let input = Input(nil, nil, 3)
        let x = Conv2D(8, kernelSize: 3).named("another fairly long name with words")(input)
        let pooled = GlobalAveragePooling2D()
            .named("a_really_long_name_that_does_not_fit_the_column_at_all")(x)
        let model = wide(Model(inputs: input, outputs: Dense(2)(pooled)))
        #expect(try model.summaryText() == SummaryTexts.linearFunctional)
    }

    @Test("frozen weights are counted as such")
    func frozen() throws {
        let model = wide(
            Sequential(name: "m") {
                Input(6)
                Dense(2).named("big").frozen()
            })
        #expect(try model.summaryText() == SummaryTexts.frozen)
    }

    @Test("a terminal sees numbers and classes in Keras' colours")
    func colors() throws {
        let model = Sequential {
            Input(28, 28, 1)
            Conv2D(32, kernelSize: 3)
        }
        let text = try model.summaryText(colors: true)
        #expect(text.hasPrefix("\u{1B}[1mModel: \"sequential\"\u{1B}[0m\n"))
        #expect(text.contains("│ conv2d (\u{1B}[38;5;33mConv2D\u{1B}[0m)"))
        #expect(text.contains("(\u{1B}[38;5;45mNone\u{1B}[0m, \u{1B}[38;5;34m26\u{1B}[0m, "))
        #expect(text.contains("\u{1B}[1m Total params: \u{1B}[0m\u{1B}[38;5;34m320\u{1B}[0m (1.25 KB)\n"))
    }
}
