"""The first words of xoshiro128** 1.1 from the state 1, 2, 3, 4, by the reference C code of Blackman and Vigna (public domain)."""
import json
import os

M = 0xFFFFFFFF


def rotl(x, k):
    return ((x << k) | (x >> (32 - k))) & M


s = [1, 2, 3, 4]
words = []
for _ in range(40):
    words.append(rotl(s[1] * 5 & M, 7) * 9 & M)
    t = s[1] << 9 & M
    s[2] ^= s[0]
    s[3] ^= s[1]
    s[1] ^= s[2]
    s[0] ^= s[3]
    s[2] ^= t
    s[3] = rotl(s[3], 11)
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "xoshiro.json"), "w", encoding="utf-8") as out:
    json.dump({"source": "xoshiro.py", "words": words[:40]}, out)
