// SPDX-License-Identifier: Apache-2.0
/**
 * Configuration that an operator may get wrong without harm. A component declares each key as a {@link
 * org.xenbay.api.settings.Setting}, and gives what Declarative Services hands it, at activation and at each change, to its
 * {@link org.xenbay.api.settings.Settings}. These read leniently. What cannot be read leaves the last good value in force and
 * is said: in the log, in {@code xenbay config}, and in {@code xenbay explain} of the devices that it concerns.
 *
 * <p>The component offers them as the service {@link org.xenbay.api.settings.Configured}. It has a {@code @Modified} method and
 * {@link org.xenbay.api.settings.ModifiedOnDelete}, so that no change of the configuration makes the component anew.
 */
@Export
@Version("1.1.0")
package org.xenbay.api.settings;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
