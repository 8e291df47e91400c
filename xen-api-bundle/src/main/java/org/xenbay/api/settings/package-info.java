// SPDX-License-Identifier: Apache-2.0
/**
 * Configuration that an operator may get wrong without harm. A component declares each key as a {@link
 * org.xenbay.api.settings.Setting}, and passes its properties, at activation and at each change, to its {@link
 * org.xenbay.api.settings.Settings}. When a value cannot be read, the last good value stays in force. The log, {@code xenbay
 * config}, and {@code xenbay explain} of the devices concerned report it.
 *
 * <p>The component offers them as the service {@link org.xenbay.api.settings.Configured}. It has a {@code @Modified} method and
 * {@link org.xenbay.api.settings.ModifiedOnDelete}, so that a change of the configuration does not restart the component.
 *
 * <p>{@link org.xenbay.api.settings.DaemonFolder} has what the launcher tells every bundle.
 */
@Export
@Version("1.1.0")
package org.xenbay.api.settings;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
