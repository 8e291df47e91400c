// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.render;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.xenbay.api.figure.Figure;
import org.xenbay.api.figure.Figure.Kind;
import org.xenbay.api.figure.Load;
import org.xenbay.api.management.DeviceView;
import org.xenbay.api.management.testing.FakeDevices;

/** Figures where a device is shown. */
class FiguresOfADeviceTest {

    @Test
    void theCardOfADeviceAndItsJsonHaveTheFigures() {
        DeviceView device = FakeDevices.measured(
                "1/echo/0",
                "web",
                new Figure("read_bytes", Kind.COUNTER, Load.READ_BYTES, "what is read").with(12),
                new Figure("load", Kind.GAUGE, "how busy it is").failed("defect"));
        assertThat(Cards.device(device, Page.PLAIN).lines()).contains("read bytes: 12", "load: not known: defect");
        assertThat(Json.of(device))
                .contains(
                        "\"figures\":{\"read_bytes\":{\"name\":\"read_bytes\",\"kind\":\"COUNTER\",\"load\":\"READ_BYTES\","
                                + "\"meaning\":\"what is read\",\"value\":12,\"problem\":\"\"},\"load\":{")
                .contains("\"value\":null,\"problem\":\"defect\"");
    }
}
