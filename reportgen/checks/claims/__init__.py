"""Claims in prose: found by a grammar, bound to results, held to what those bear.

    sentences → claims → bounds → verdicts

A field of prose is set as the reader sees it (`sentences`), searched for what it
claims (`grammar`, with the words of `language/data`), each claim is bound to the
results that it rests on (`bound`) and judged (`shares`, `differences`, …).
`ledger` does all of it for a study.
"""
