// SPDX-License-Identifier: Apache-2.0
/** The files of the configuration, as far as no component sees them. */
package org.xenbay.shell.internal.files;
