// SPDX-License-Identifier: Apache-2.0
/**
 * Screens of guests: a backend registers a {@link org.xenbay.api.screen.GuestScreen} for each, and whoever shows one, such as a
 * server for viewers, takes a {@link org.xenbay.api.screen.ScreenView} of it. A screen is read only while it has a view.
 */
@Export
@Version("1.0.0")
package org.xenbay.api.screen;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
