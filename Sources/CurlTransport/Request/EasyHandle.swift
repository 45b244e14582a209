import CWaybillCURL
import WaybillInterchange

/// One of libcurl's easy handles.
///
/// Unchecked: libcurl lets any thread use a handle, but one at a time. A handle belongs to the pool, or to the transfer it was taken for.
final class EasyHandle: @unchecked Sendable {
    let raw: UnsafeMutableRawPointer
    private let errorText: UnsafeMutablePointer<CChar>

    /// Must be over before the first handle is made; later calls do nothing.
    private static let initialization = curl_global_init(Int(CURL_GLOBAL_DEFAULT))

    init() {
        _ = Self.initialization
        guard let raw = curl_easy_init() else { preconditionFailure("libcurl has no memory for a handle.") }
        self.raw = raw
        errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
    }

    deinit {
        curl_easy_cleanup(raw)
        errorText.deallocate()
    }

    /// Forgets every option, but no connection.
    func reset() {
        curl_easy_reset(raw)
    }

    /// libcurl's words on the last failure; empty when it had none.
    var message: String { String(cString: errorText) }

    func set(_ option: CURLoption, _ value: Int) throws(TransportFailure) {
        try check(waybill_easy_set_long(raw, option, value), "\(option.rawValue)")
    }

    func set(_ option: CURLoption, offset value: Int) throws(TransportFailure) {
        try check(waybill_easy_set_offset(raw, option, curl_off_t(value)), "\(option.rawValue)")
    }

    /// For an option that copies what it is given, once its size was set.
    func set(_ option: CURLoption, copying bytes: [UInt8]) throws(TransportFailure) {
        try check(bytes.withUnsafeBytes { waybill_easy_set_pointer(raw, option, $0.baseAddress) }, "\(option.rawValue)")
    }

    func set(_ option: CURLoption, _ value: String) throws(TransportFailure) {
        try check(waybill_easy_set_string(raw, option, value), "\(option.rawValue)")
    }

    func set(_ option: CURLoption, _ value: UnsafeRawPointer?) throws(TransportFailure) {
        try check(waybill_easy_set_pointer(raw, option, value), "\(option.rawValue)")
    }

    func set(_ option: CURLoption, _ callback: waybill_data_callback) throws(TransportFailure) {
        try check(waybill_easy_set_data_callback(raw, option, callback), "\(option.rawValue)")
    }

    func allowHTTPOnly() throws(TransportFailure) {
        try check(waybill_easy_allow_http_only(raw), "protocols")
    }

    /// Has libcurl put its words on a failure where ``message`` finds them.
    func collectMessage() throws(TransportFailure) {
        errorText[0] = 0
        try set(CURLOPT_ERRORBUFFER, UnsafeRawPointer(errorText))
    }

    func long(_ info: CURLINFO) -> Int {
        var value = 0
        waybill_easy_get_long(raw, info, &value)
        return value
    }

    /// An option that libcurl does not take might be the one that keeps a key safe: nothing is sent without it.
    private func check(_ code: CURLcode, _ option: @autoclosure () -> String) throws(TransportFailure) {
        guard code == CURLE_OK else {
            throw .refused("this libcurl does not take option \(option()): \(String(cString: curl_easy_strerror(code)))")
        }
    }
}
