// WaybillTesting
