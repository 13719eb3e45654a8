/* What a publisher itself says about which articles are one document: the id in its feed
 * and the address. */
#ifndef CD_PROCESSORS_DEDUP_KEYS_H
#define CD_PROCESSORS_DEDUP_KEYS_H

#include "processors/article.h"

/* The outlet's hash: "source", else the host of the URL; 0: neither is known. Space at
 * its ends and the case of Latin letters do not count. */
uint32_t cd_key_source(const struct cd_article *article);

/* Hash of feed (topic and outlet) and id; 0: no id. */
uint64_t cd_key_id(const struct cd_article *article);

/* Hash of the canonical URL (RFC 3986, 6.2): scheme, user, "www.", default port and
 * fragment do not count, nor do a trailing slash, parameters that only track (utm_…,
 * fbclid, …) and what asks for the AMP or mobile page (m., amp., /amp, amp=1); the host's
 * case does not, nor does it whether letters are escaped ("%C3%A9" is "é"); the order of
 * parameters does. 0: none, or only a host. */
uint64_t cd_key_url(const struct cd_article *article);

/* Hash of topic and record key; 0: no key. */
uint64_t cd_key_record(const struct cd_article *article);

/* A date in machine form in ms since 1970: RFC 3339 (time, seconds and zone may be left
 * out), or a number of seconds or milliseconds. CD_NO_TIME for everything else. */
int64_t cd_key_instant(const struct cd_value *value);

#endif
