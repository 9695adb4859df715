import ArgumentParser
import Sumi
import SumiImages
import SumiNN

/// One picture, as a model sees it.
struct LookedAtImage: ParsableArguments {
    @Argument(
        help: ArgumentHelp("The image: PNG or JPEG.", valueName: "image"),
        completion: .file(extensions: ["png", "jpg", "jpeg"]))
    var image: String

    @OptionGroup
    var reading: ImageOptions

    @OptionGroup
    var engine: EngineOptions

    struct Seen {
        let model: Model
        /// `[height, width, channels]`, bytes.
        let picture: Tensor
        /// The same as the model takes it, `[1, …]`.
        let input: Tensor
    }

    func seen(by argument: ModelArgument) throws -> Seen {
        let model = try argument.load(engine)
        let form = try ImageInput(model, framing: reading.framing, scale: reading.scale)
        if !reading.quiet {
            for assumption in form.assumptions { Console.standardError.write("assumed: \(assumption)\n") }
        }
        let picture = try form.framed(try Image(contentsOf: image))
        return Seen(model: model, picture: picture, input: try form.input(picture))
    }
}

extension ImageInput {
    /// A framed image as the model takes it, `[1, …]`.
    fileprivate func input(_ picture: Tensor) throws -> Tensor {
        let input = try arranged(picture.expandingDimensions(at: 0)).converted(to: .float32)
        return divisor.map { input / $0 } ?? input
    }
}
