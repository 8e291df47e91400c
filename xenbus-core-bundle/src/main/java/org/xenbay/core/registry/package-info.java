// SPDX-License-Identifier: Apache-2.0
/** Which devices, domains and backends there are, and how they find each other. */
package org.xenbay.core.registry;
