/// What stands where a model's name stands otherwise, in an answer that no model wrote: the fixed text of a route.
public let lastResortModel = "waybill/last-resort"
