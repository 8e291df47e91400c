// SPDX-License-Identifier: Apache-2.0
/**
 * Screens of guests: a backend registers a {@link org.xenbay.api.screen.GuestScreen} for each. A bundle that shows a screen,
 * such as a VNC server, opens a {@link org.xenbay.api.screen.ScreenView} of it. A screen's memory is read only while the screen
 * has a view.
 */
@Export
@Version("1.0.0")
package org.xenbay.api.screen;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
