import CSumiStart
import SumiCPU
import SumiNN

/// The engine of models that are given none: one for all, since its copies share their worker threads.
private let defaultEngine = CPUEngine()

/// Registers the default engine. Called when the program starts, by `CSumiStart`; the engine itself is made when the
/// first model needs it.
@_cdecl("sumi_start")
func registerDefaultEngine() { DefaultEngine.register { defaultEngine } }
