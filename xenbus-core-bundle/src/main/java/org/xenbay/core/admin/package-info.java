// SPDX-License-Identifier: Apache-2.0
/** The operators' view of the core, and their actions on it. */
package org.xenbay.core.admin;
