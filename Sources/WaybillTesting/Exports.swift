// Whoever imports WaybillTesting tests with the router and its clocks.
@_exported public import Waybill
