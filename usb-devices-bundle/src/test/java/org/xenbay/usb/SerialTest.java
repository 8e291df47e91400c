// SPDX-License-Identifier: Apache-2.0
package org.xenbay.usb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xenbay.api.usb.UsbRequest.Bulk;
import org.xenbay.api.usb.UsbRequest.Interrupt;
import org.xenbay.api.usb.UsbResult;
import org.xenbay.api.usb.UsbResult.Status;
import org.xenbay.api.usb.UsbSession;
import org.xenbay.usb.serial.UsbSerial;
import org.xenbay.usb.software.SoftwareDevice;

/** A serial adapter made of software. */
@Timeout(30)
class SerialTest {

    private static final int IN = 0x81;
    private static final int OUT = 2;

    private final SoftwareDevice device = UsbSerial.echo("serial0", "7");
    private UsbTester host;

    @BeforeEach
    void plugIn() throws Exception {
        host = new UsbTester(device);
    }

    @AfterEach
    void pullOut() {
        host.close();
        device.close();
    }

    @Test
    void whatIsSentComesBackWhole() throws Exception {
        byte[] sent = new byte[100_000];
        new Random(5).nextBytes(sent);
        ByteBuffer data = ByteBuffer.allocateDirect(sent.length).put(0, sent);
        CompletableFuture<UsbResult> out = host.submit(new Bulk(OUT, data, false, false));
        ByteArrayOutputStream came = new ByteArrayOutputStream();
        while (came.size() < sent.length) {
            came.write(host.in(IN, 3000).data());
        }
        assertThat(out.get()).isEqualTo(UsbResult.of(Status.COMPLETED, sent.length));
        assertThat(came.toByteArray()).isEqualTo(sent);
    }

    @Test
    void itsLineIsSetAndAsked() throws Exception {
        byte[] line = {0, (byte) 0xC2, 1, 0, 0, 0, 8};
        assertThat(host.control(0x21, 0x20, 0, 0, 7, line).result().status()).isEqualTo(Status.COMPLETED);
        assertThat(host.control(0xA1, 0x21, 0, 0, 7).data()).isEqualTo(line);
        assertThat(host.control(0x21, 0x20, 0, 0, 3, (byte) 1).result().status())
                .isEqualTo(Status.STALL);
        assertThat(host.control(0x21, 0x22, 3, 0, 0).result().status()).isEqualTo(Status.COMPLETED);
        assertThat(host.control(0x21, 0x50, 0, 0, 0).result().status()).isEqualTo(Status.STALL);
    }

    @Test
    void whatWaitsCanBeCancelledAndNoMoreThan128RequestsWait() throws Exception {
        UsbSession session =
                device.open(() -> {}).handle((opened, failed) -> opened).join();
        assertThat(session).as("it has one user").isNull();
        host.close();
        session = device.open(() -> {}).get();
        CompletableFuture<UsbResult> waiting = new CompletableFuture<>();
        UsbSession.Pending pending =
                session.submit(new Interrupt(0x83, ByteBuffer.allocateDirect(8), 0, false), waiting::complete);
        pending.cancel();
        assertThat(waiting.get()).isEqualTo(UsbResult.of(Status.CANCELLED));
        pending.cancel();
        for (int i = 0; i < UsbSession.MAX_REQUESTS; i++) {
            session.submit(new Bulk(IN, ByteBuffer.allocateDirect(8), false, false), result -> {});
        }
        CompletableFuture<UsbResult> tooMany = new CompletableFuture<>();
        session.submit(new Bulk(IN, ByteBuffer.allocateDirect(8), false, false), tooMany::complete);
        assertThat(tooMany.get().status()).isEqualTo(Status.REJECTED);
        session.close();
        session.closed().join();
    }
}
