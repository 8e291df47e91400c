// SPDX-License-Identifier: Apache-2.0
package org.xenbay.it;

import java.util.Map;
import org.xenbay.frontend.FrontendDriver;
import org.xenbay.frontend.FrontendLink;
import org.xenbay.frontend.FrontendTraits;

/**
 * Offers one page and one port, and does nothing with them.
 *
 * @param type the device's type
 */
record OnePageDriver(String type) implements FrontendDriver {

    @Override
    public FrontendTraits traits() {
        return FrontendTraits.eager(type);
    }

    @Override
    public Map<String, String> publish(FrontendLink link) {
        return Map.of(
                "ring-ref", Integer.toString(link.grant(1, true).references()[0]),
                "event-channel", Integer.toString(link.port(() -> {}).number()));
    }
}
