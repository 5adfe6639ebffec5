public import Foundation
internal import NIOSSL

/// The certificate and the private key by which a server's connections are encrypted.
public struct ServerCertificate: Sendable {
  let configuration: TLSConfiguration

  /// Reads two files of PEM: a certificate, followed by those that vouch for it if there are any, and its private key.
  /// - Throws: `ServiceError` for a file that cannot be read or holds something else, and for a key of another certificate.
  public init(certificate: URL, key: URL) throws(ServiceError) {
    for file in [certificate, key] {
      do { _ = try Data(contentsOf: file) } catch {
        throw ServiceError(400, "\(file.path) cannot be read: \(error.localizedDescription)")
      }
    }
    let chain: [NIOSSLCertificate]
    do { chain = try NIOSSLCertificate.fromPEMFile(certificate.path) } catch {
      throw ServiceError(
        400, "\(certificate.path) has no certificate in PEM; its lines begin with -----BEGIN CERTIFICATE-----")
    }
    guard !chain.isEmpty else { throw ServiceError(400, "\(certificate.path) has no certificate") }
    let own: NIOSSLPrivateKey
    do { own = try NIOSSLPrivateKey(file: key.path, format: .pem) } catch {
      throw ServiceError(400, "\(key.path) has no private key in PEM that is read without a passphrase")
    }
    configuration = .makeServerConfiguration(
      certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(own))
    do { _ = try NIOSSLContext(configuration: configuration) } catch {
      throw ServiceError(400, "\(key.path) is not the key of \(certificate.path): \(error)")
    }
  }
}
