"""Room `industry`: a digital-technology park as lots, utilities, tenants and the investors on their way; DN1, DN2, DN3.

Takes the park's plan and what its managers decide, gives fill, power and pipeline figures and answers to investors.
Land titles are room `land`, public money for the park's roads and cables room `finance`.
"""
