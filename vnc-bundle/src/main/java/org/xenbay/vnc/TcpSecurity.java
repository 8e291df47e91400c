// SPDX-License-Identifier: Apache-2.0
package org.xenbay.vnc;

import java.io.IOException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.access.FailedAttempts;

/** Who may look from elsewhere: whoever knows the password, if there is one; by TLS, if there is a certificate. */
final class TcpSecurity implements Security {

    private static final int FREE_ATTEMPTS = 3;
    private static final int VENCRYPT_MAJOR = 0;
    private static final int VENCRYPT_MINOR = 2;
    private static final int UNSUPPORTED = 0xFF;
    private static final int X509_NONE = 260;
    private static final int X509_VNC = 261;
    private static final String TOO_MANY = "too many wrong passwords, try again later";

    private final Supplier<@Nullable String> password;
    private final Supplier<TlsPolicy> tls;
    private final FailedAttempts attempts;

    /**
     * @param password gives the current one; null when there is none
     * @param tls gives the current certificate
     * @param clock nanoseconds since any moment
     */
    TcpSecurity(Supplier<@Nullable String> password, Supplier<TlsPolicy> tls, LongSupplier clock) {
        this.password = password;
        this.tls = tls;
        this.attempts = new FailedAttempts(FREE_ATTEMPTS, clock);
    }

    @Override
    public Passed agree(Wire wire, int minor, String peer) throws IOException {
        String secret = password.get();
        TlsPolicy policy = tls.get();
        if (secret != null && attempts.secondsToWait(peer) > 0) {
            throw SecurityTypes.refused(wire, minor, TOO_MANY);
        }
        if (policy.isMissing()) {
            throw SecurityTypes.refused(
                    wire, minor, "this host accepts only TLS, and has no certificate that it can use");
        }
        int plain = secret == null ? SecurityTypes.NONE : SecurityTypes.VNC;
        int[] offers = policy.context() == null
                ? new int[] {plain}
                : policy.only() ? new int[] {SecurityTypes.VENCRYPT} : new int[] {SecurityTypes.VENCRYPT, plain};
        int type = SecurityTypes.choose(wire, minor, offers);
        Wire agreed = type == SecurityTypes.VENCRYPT ? encrypted(wire, policy, secret != null) : wire;
        if (secret != null) {
            authenticate(agreed, minor, peer, secret);
        }
        if (type != SecurityTypes.NONE || minor >= SecurityTypes.MINOR_WITH_RESULTS) {
            SecurityTypes.accept(agreed);
        }
        return new Passed(agreed, admission(type, secret != null));
    }

    private static Admission admission(int type, boolean withPassword) {
        if (type == SecurityTypes.VENCRYPT) {
            return Admission.ENCRYPTED;
        }
        return withPassword ? Admission.BY_PASSWORD : Admission.WITHOUT_PASSWORD;
    }

    private void authenticate(Wire wire, int minor, String peer, String secret) throws IOException {
        boolean passed = VncAuthentication.isPassed(wire, secret);
        if (!attempts.judge(peer, passed)) {
            throw SecurityTypes.fail(wire, minor, TOO_MANY);
        }
        if (!passed) {
            throw SecurityTypes.fail(wire, minor, "wrong password");
        }
    }

    /** VeNCrypt 0.2 (rfbproto): versions, one subtype, and TLS from then on. */
    private static Wire encrypted(Wire wire, TlsPolicy policy, boolean withPassword) throws IOException {
        wire.out().writeByte(VENCRYPT_MAJOR);
        wire.out().writeByte(VENCRYPT_MINOR);
        wire.out().flush();
        int major = wire.in().readUnsignedByte();
        int minor = wire.in().readUnsignedByte();
        boolean known = major == VENCRYPT_MAJOR && minor == VENCRYPT_MINOR;
        wire.out().writeByte(known ? 0 : UNSUPPORTED);
        wire.out().flush();
        if (!known) {
            throw new IOException("the viewer wants VeNCrypt " + major + "." + minor);
        }
        int subtype = withPassword ? X509_VNC : X509_NONE;
        wire.out().writeByte(1);
        wire.out().writeInt(subtype);
        wire.out().flush();
        int choice = wire.in().readInt();
        wire.out().writeByte(choice == subtype ? 1 : 0);
        wire.out().flush();
        if (choice != subtype) {
            throw new IOException("the viewer wants a VeNCrypt subtype that was not offered: " + choice);
        }
        TlsConnection connection = new TlsConnection(policy.engine(), wire.in(), wire.out());
        connection.handshake();
        return Wire.of(connection.input(), connection.output());
    }
}
