import Testing

@Suite("What is refused")
struct UsageTests {
    @Test(
        "a usage error exits with 64 and says what is allowed",
        arguments: [
            ("train", "mnist|fashion-mnist"),
            ("train cifar", "'mnist', 'fashion-mnist', 'cifar10' or 'handwriting'"),
            ("train mnist --network wide", "'tutorial', 'deep'"),
            ("train mnist --optimizer adamx", "- sgd\n  - adam\n  - adamw\n  - nadam\n  - rmsprop\n  - adagrad"),
            ("train mnist --epochs 0", "from 1 to"),
            ("train mnist --epochs -1", "from 1 to"),
            ("train mnist --epochs ten", "from 1 to"),
            ("train mnist --epochs 9999999999999999999999", "from 1 to"),
            ("train mnist --batch-size 0", "from 1 to"),
            ("train mnist --batch-size -1", "from 1 to"),
            ("train mnist --batch-size 9999999999999", "from 1 to"),
            ("train mnist --batch-size 1.5", "from 1 to"),
            ("train mnist --learning-rate 0", "above 0"),
            ("train mnist --learning-rate nan", "above 0"),
            ("train mnist --learning-rate inf", "above 0"),
            ("train mnist --learning-rate 1e300", "above 0"),
            ("train mnist --learning-rate 1e-300", "above 0"),
            ("train mnist --decay -0.1", "at least 0"),
            ("train mnist --decay nan", "at least 0"),
            ("train mnist --momentum 1", "from 0 to below 1"),
            ("train mnist --optimizer adagrad --momentum 0.9", "sgd, rmsprop, adam, adamw or nadam"),
            ("train mnist --optimizer sgd --nesterov", "--momentum"),
            ("train mnist --optimizer rmsprop --nesterov", "sgd, adam or nadam"),
            ("train mnist --weight-decay=-1", "at least 0"),
            ("train mnist --dropout 1.01", "from 0 to 1"),
            ("train mnist --dropout nan", "from 0 to 1"),
            ("train mnist --validation-split 1.0", "from 0 to below 1"),
            ("train mnist --validation-split=-0.1", "from 0 to below 1"),
            ("train mnist --validation-split nan", "from 0 to below 1"),
            ("train mnist --limit 0", "from 1 to"),
            ("train photos/ --image-size 0", "--image-size"),
            ("train photos/ --image-size 64x", "--image-size"),
            ("train photos/ --image-size 9999x9999", "--image-size"),
            ("evaluate model.keras", "mnist|fashion-mnist"),
            ("evaluate model.keras mnist --scale 0", "a number other than 0"),
            ("evaluate model.keras mnist --framing round", "'digit', 'fit'"),
            ("predict", "model"),
            ("predict model.keras", "one image or more"),
            ("predict model.keras a.png --top 0", "from 1 to"),
            ("predict model.keras --input x.safetensors", "go together"),
            ("predict model.keras a.png --input x.safetensors --output y.safetensors", "not both"),
            ("predict model.keras a.png --sohw", "Unknown option '--sohw'"),
            ("inspect", "file"),
            ("data fetch", "mnist|fashion-mnist|cifar10"),
            ("data show", "mnist|fashion-mnist"),
            ("data show mnist --count 0", "from 1 to"),
            ("demo --data cifar10", "'mnist' and 'handwriting'"),
            ("demo --limit 1", "from 10 to"),
            ("train mnist --seed -1", "from 0 to"),
            ("train mnist --threads 0", "from 1 to 1024"),
            ("train mnist --threads 100000", "from 1 to 1024"),
            ("train mnist --verbose 3", "from 0 to 2"),
            ("train mnist --speed 3", "Unknown option '--speed'"),
            ("train mnist fashion-mnist", "Unexpected argument 'fashion-mnist'"),
            ("report m.keras mnist", "Missing expected argument '--output"),
            ("report m.keras mnist -o page --limit 0", "from 1 to"),
            ("plot network -o network.gif", ".png, .svg or .pdf"),
            ("plot network m.keras --network deep -o n.png", "not both"),
            ("plot weights m.keras -o w.png --bins 0", "from 1 to 200"),
            ("plot reliability m.keras mnist -o r.bmp", ".png, .svg or .pdf"),
            ("plot filters m.keras -o filters", ".png, .svg or .pdf"),
            ("plot activations m.keras x.png -o a.jpeg", ".png, .svg or .pdf"),
            ("plot activations m.keras -o a.png", "Missing expected argument '<image>'"),
            ("plot gradcam m.keras x.png -o g.webp", ".png, .svg or .pdf"),
            ("plot confusion m.keras mnist -o c.txt", ".png, .svg or .pdf"),
            ("plot confusion m.keras mnist --normalize rows", "Unexpected argument 'rows'"),
            ("plot confusion m.keras mnist --cmap pink -o c.png", "- blues\n  - greens\n  - oranges\n  - reds"),
            ("plot confusion m.keras mnist --cmap reds", "'--cmap' goes with '--output'"),
            ("plot confusion m.keras mnist --dark", "'--dark' goes with '--output'"),
            ("summary --network none", "'tutorial', 'deep'"),
            ("bench --batch 0", "from 1 to"),
            ("bench --batch 9999999999999", "from 1 to"),
            ("bench --inference-batch 0", "from 1 to"),
            ("bench --rounds 0", "from 1 to"),
            ("bench --seconds nan", "from 0.01 to 60"),
            ("dance", "Unexpected argument 'dance'"),
        ])
    func usage(_ arguments: String, _ allowed: String) throws {
        let run = try Tool.run("sumi", arguments.split(separator: " ").map(String.init))
        #expect(run.exited && run.status == 64)
        #expect(run.error.contains(allowed), "\(run.error)")
        #expect(run.output.isEmpty)
    }

    @Test("a data set that is not there is one line that says where it was looked for, and exit status 1")
    func missingData() throws {
        let folder = try TemporaryFolder()
        let run = try Tool.sumi("train", "mnist", data: folder.path)
        #expect(run.exited && run.status == 1)
        #expect(run.error.hasPrefix("sumi: ") && run.error.hasSuffix("\n"))
        #expect(run.error.split(separator: "\n").count == 1, "\(run.error)")
        #expect(run.error.contains("\(folder.path)/mnist") && run.error.contains("SUMI_DATA"), "\(run.error)")
        #expect(run.output.isEmpty)
    }

    @Test(
        "environment variables that make no sense are one line and exit status 1",
        arguments: [("SUMI_THREADS", "many"), ("SUMI_ISA", "mmx"), ("SUMI_PRECISION", "none")])
    func environment(_ name: String, _ value: String) throws {
        let folder = try TemporaryFolder()
        try GeneratedImages.write(to: folder)
        let run = try Tool.sumi("train", "mnist", data: folder.path, environment: [name: value])
        #expect(run.exited && run.status == 1)
        #expect(run.error.contains("sumi: ") && run.error.contains(name) && run.error.contains(value), "\(run.error)")
        #expect(run.output.isEmpty)
    }
}
