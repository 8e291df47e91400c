// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.vfb;

import org.xenbay.api.screen.GuestScreen;

/** Where screens become known to whoever shows them. Returns at once; from any thread. */
interface ScreenServices {

    void add(GuestScreen screen);

    /** Nobody finds the screen any more. */
    void remove(GuestScreen screen);
}
