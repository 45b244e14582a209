/// The books: takes a record of every attempt and every call.
///
/// Never text: what was asked and answered is in no record.
public protocol CallLedger: Sendable {
    /// Takes an attempt that is over while its call goes on, so that it is not lost should the process die before the call ends.
    ///
    /// The record of the call holds the attempt again, as it is in the end. Must not wait for slow storage.
    func record(_ attempt: AttemptReport, of call: CallHeading)

    /// Takes a call that has ended, before its end is handed over. Must not wait for slow storage.
    func record(_ call: CallRecord)

    /// Brings everything recorded so far to where it is kept.
    func flush() async
}
