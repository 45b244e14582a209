public import WaybillInterchange
public import WaybillRoutes

/// Is told of every call that has ended: for traces, metrics and logs.
///
/// Never text: what was asked and answered is in no record.
public protocol CallObserver: Sendable {
    /// Takes a call that has ended, after the books have it and before its end is handed over, mostly in the task that made it. Must not wait.
    ///
    /// - Parameter routes: The routes that it went by.
    func callEnded(_ call: CallRecord, under routes: RouteTable)
}
