// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.vfb;

import org.xenbay.api.screen.GuestScreen;

/** Registers screens for the bundles that show them. Returns at once; from any thread. */
interface ScreenServices {

    void add(GuestScreen screen);

    /** Unregisters a screen. */
    void remove(GuestScreen screen);
}
