public import Waybill

extension RouteReport {
    /// What a client is told of its call in `x_waybill`: `call`, `attempts`, `cost`, and, where there is any, `adjustments` and `degraded`.
    public var forClients: JSONObject {
        var object = JSONObject()
        if let id { object["call"] = id.json }
        object["attempts"] = .array(attempts.indices.map { attempts[$0].forClients })
        if !adjustments.isEmpty { object["adjustments"] = adjustments.json }
        object["cost"] = cost?.json ?? .null
        if degraded { object["degraded"] = true }
        return object
    }
}

extension ModelResponse {
    /// What a client is told of an answer: what is told of its call, and `validation` where the answer does not fit what was asked for, as one that
    /// was told while it came may.
    var forClients: JSONObject {
        var object = route.forClients
        if let validation, !validation.isValid { object["validation"] = validation.json }
        return object
    }
}

extension AttemptReport {
    /// Who was asked and how it ended, with what a provider's support wants to know.
    fileprivate var forClients: JSONValue {
        var object: JSONObject = ["model": model.json, "outcome": failure?.json ?? outcome.json]
        if let status { object["status"] = .number(JSONNumber(status)) }
        if let requestID { object["request_id"] = .string(requestID) }
        return .object(object)
    }
}
