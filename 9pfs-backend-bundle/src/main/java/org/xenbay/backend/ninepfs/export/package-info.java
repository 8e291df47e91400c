// SPDX-License-Identifier: Apache-2.0
/**
 * A folder of the host as a guest may use it: security models, squashing, quota. Knows no messages and no transport; uses
 * files by {@link org.xenbay.api.file} only.
 */
package org.xenbay.backend.ninepfs.export;
