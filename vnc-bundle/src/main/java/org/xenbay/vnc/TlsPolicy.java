// SPDX-License-Identifier: Apache-2.0
package org.xenbay.vnc;

import java.util.Objects;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/**
 * Whether viewers may and must come by TLS.
 *
 * @param context with the server's certificate; null when there is none
 * @param only whether viewers without TLS are refused
 */
record TlsPolicy(@Nullable SSLContext context, boolean only) {

    static final TlsPolicy NONE = new TlsPolicy(null, false);

    /** TLS is asked for, and there is no certificate. */
    static final TlsPolicy MISSING = new TlsPolicy(null, true);

    /** @return whether viewers must come by TLS, and none can */
    boolean isMissing() {
        return only && context == null;
    }

    /** @return this one; without a certificate whether viewers without TLS are refused is up to what is asked for */
    TlsPolicy asking(boolean tls) {
        return context != null ? this : tls ? MISSING : NONE;
    }

    SSLEngine engine() {
        SSLEngine engine =
                Objects.requireNonNull(context, "without a certificate").createSSLEngine();
        engine.setUseClientMode(false);
        return engine;
    }
}
