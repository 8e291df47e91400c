// SPDX-License-Identifier: Apache-2.0
/**
 * A folder of the host as a guest may use it: security models, squashing, quota. It knows neither messages nor transports, and
 * uses files only through {@link org.xenbay.api.file}.
 */
package org.xenbay.backend.ninepfs.export;
