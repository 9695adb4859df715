import SumiGraph
