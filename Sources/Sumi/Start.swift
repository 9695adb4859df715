import CSumiStart
import SumiCPU
import SumiGraph
import SumiNN

/// Registers the engine of models that are given none. Called when the program starts, by `CSumiStart`.
@_cdecl("sumi_start")
public func registerDefaultEngine() {
    DefaultEngine.register { defaultEngine }
}

/// One for all models: they share its worker threads, which start with the first that trains.
private let defaultEngine = CPUEngine()
