package io.github.semel.redis.server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A self-signed certificate for 127.0.0.1 and localhost with its key, made by the JDK's {@code
 * keytool}: the JDK has no public API that makes one. Immutable.
 */
final class TlsCertificate {

  private static final String ALIAS = "semel";
  private static final String PASSWORD = "not-a-secret";
  private static final long KEYTOOL_SECONDS = 60;

  private final String certificatePem;
  private final String keyPem;
  private final SSLContext clientContext;

  private TlsCertificate(String certificatePem, String keyPem, SSLContext clientContext) {
    this.certificatePem = certificatePem;
    this.keyPem = keyPem;
    this.clientContext = clientContext;
  }

  static TlsCertificate create() {
    try {
      Path directory = Files.createTempDirectory("semel-redis-tls");
      Path store = directory.resolve("certificate.p12");
      try {
        runKeytool(store);
        return read(store);
      } finally {
        Files.deleteIfExists(store);
        Files.deleteIfExists(directory);
      }
    } catch (IOException | GeneralSecurityException e) {
      throw new RedisServerException("cannot make a certificate", e);
    }
  }

  private static void runKeytool(Path store) throws IOException {
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                ALIAS,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=ip:127.0.0.1,dns:localhost",
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD)
            .redirectErrorStream(true)
            .start();
    try {
      if (!keytool.waitFor(KEYTOOL_SECONDS, TimeUnit.SECONDS)) {
        keytool.destroyForcibly();
        throw new IOException("keytool does not end");
      }
      if (keytool.exitValue() != 0) {
        String output = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        throw new IOException("keytool failed: " + output);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while keytool runs", e);
    }
  }

  private static TlsCertificate read(Path file) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream stream = Files.newInputStream(file)) {
      store.load(stream, PASSWORD.toCharArray());
    }
    Certificate certificate = Objects.requireNonNull(store.getCertificate(ALIAS));
    byte[] key = store.getKey(ALIAS, PASSWORD.toCharArray()).getEncoded();

    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry(ALIAS, certificate);
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext clientContext = SSLContext.getInstance("TLS");
    clientContext.init(null, trust.getTrustManagers(), null);
    return new TlsCertificate(
        pem("CERTIFICATE", certificate.getEncoded()), pem("PRIVATE KEY", key), clientContext);
  }

  private static String pem(String what, byte[] der) {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN " + what + "-----\n" + text + "\n-----END " + what + "-----\n";
  }

  /** Writes the files a server reads into its directory, and names them in directives. */
  List<String> directives(Path home, int port) throws IOException {
    Path certificateFile = home.resolve("certificate.pem");
    Path keyFile = home.resolve("key.pem");
    Files.writeString(certificateFile, certificatePem);
    Files.writeString(keyFile, keyPem);
    return List.of(
        "tls-port " + port,
        "tls-cert-file " + Directives.quote(certificateFile),
        "tls-key-file " + Directives.quote(keyFile),
        "tls-ca-cert-file " + Directives.quote(certificateFile),
        "tls-auth-clients no");
  }

  SSLContext clientContext() {
    return clientContext;
  }
}
