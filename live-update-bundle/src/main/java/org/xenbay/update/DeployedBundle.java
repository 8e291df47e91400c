// SPDX-License-Identifier: Apache-2.0
package org.xenbay.update;

import org.osgi.framework.Bundle;
import org.xenbay.update.jar.BundleFile;

/**
 * A bundle that is installed from the deploy folder.
 *
 * @param bundle the installed bundle
 * @param file name of the file with its content
 * @param content the content
 */
record DeployedBundle(Bundle bundle, String file, BundleFile content) {}
