-- Reads a record, and changes nothing.
-- KEYS[1]  the key
-- Returns the time (8 bytes) and the record, if one stands.
return answer(redis.call('GET', KEYS[1]), now())
