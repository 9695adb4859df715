import SumiTensor
