@_exported import SumiCPU
@_exported import SumiData
@_exported import SumiFigures
@_exported import SumiGraph
@_exported import SumiJSON
@_exported import SumiKeras
@_exported import SumiNN
@_exported import SumiTensor
