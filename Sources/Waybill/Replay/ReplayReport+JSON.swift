public import WaybillInterchange

extension ReplayReport: JSONWritable {
    /// `{"calls", "unfinished", "moved", "unserved", "cost", "workloads", "moves", "obstacles"}`.
    public var json: JSONValue {
        var object = JSONObject()
        object.set("calls", calls)
        object.set("unfinished", unfinished)
        object.set("moved", movedCalls)
        object.set("unserved", unservedCalls)
        object["cost"] = sum.json
        object["workloads"] = workloads.json
        object["moves"] = moves.json
        object["obstacles"] = obstacles.json
        return .object(object)
    }
}

extension ReplayReport.Sum: JSONWritable {
    /// `{"known", "unknown_before", "unknown_after", "before", "after"}`; the amounts are `null` where no call's cost is known.
    public var json: JSONValue {
        var object = JSONObject()
        object.set("known", known)
        object.set("unknown_before", unknownBefore)
        object.set("unknown_after", unknownAfter)
        object["before"] = known > 0 ? before.json : .null
        object["after"] = known > 0 ? after.json : .null
        return .object(object)
    }
}

extension ReplayReport.WorkloadSum: JSONWritable {
    /// `{"workload", "calls", "moved", "cost"}`.
    public var json: JSONValue {
        var object: JSONObject = ["workload": workload.json]
        object.set("calls", sum.calls)
        object.set("moved", moved)
        object["cost"] = sum.json
        return .object(object)
    }
}

extension ReplayReport.Move: JSONWritable {
    /// `{"workload", "from", "to", "calls", "reason_code", "reason", "estimated", "cost"}`; `null` for no model.
    public var json: JSONValue {
        var object: JSONObject = ["workload": workload.json, "from": from?.json ?? .null, "to": to?.json ?? .null]
        object.set("calls", sum.calls)
        object["reason_code"] = .string(code)
        object["reason"] = .string(reason)
        object.set("estimated", estimated)
        object["cost"] = sum.json
        return .object(object)
    }
}

extension ReplayReport.Obstacle: JSONWritable {
    /// `{"workload", "model", "calls", "reason_code", "reason"}`.
    public var json: JSONValue {
        var object: JSONObject = ["workload": workload.json, "model": model.json]
        object.set("calls", calls)
        object["reason_code"] = .string(code)
        object["reason"] = .string(reason)
        return .object(object)
    }
}
